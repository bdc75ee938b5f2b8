@echo off
setlocal
rem The command line. A batch file waits for the program, whose output then stands where it was typed, unless Electron is told
rem to stay away from there.
set "ELECTRON_NO_ATTACH_CONSOLE="
"%~dp0..\Sightglass.exe" %*
exit /b %ERRORLEVEL%
