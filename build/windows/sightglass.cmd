@echo off
rem The command line. A batch file waits for the program, whose output then stands where it was typed.
"%~dp0..\Sightglass.exe" %*
exit /b %ERRORLEVEL%
