/** A file of the repository as text, bundled at the build. */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: it is how the bundler hands a file on
  export default text;
}
