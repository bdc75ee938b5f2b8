// The least that an Electron app can be: one window with one static page. What it costs, the runtime costs.
const { join } = require('node:path');
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  return window.loadFile(join(__dirname, 'index.html'));
});
app.on('window-all-closed', () => app.quit());
