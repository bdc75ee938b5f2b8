; What our installer for Windows does beyond electron-builder's own: links of the form sightglass: are opened by the
; program, `sightglass` is a command, and whoever uninstalls it is asked about their data.

!include "${__FILEDIR__}/command-on-path.nsh"

!macro customInstall
  ; SHELL_CONTEXT is the person, or the computer, as the installer was told.
  WriteRegStr SHELL_CONTEXT "Software\Classes\sightglass" "" "URL:Sightglass"
  WriteRegStr SHELL_CONTEXT "Software\Classes\sightglass" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\sightglass\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\sightglass\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'

  !insertmacro changePath add
!macroend

!macro customUnInstall
  ; Both are made anew by an installation that follows. It is told as an update also when it goes to another folder, or is the
  ; one for everybody, which removes that of the person: what named the old folder would stay.
  DeleteRegKey SHELL_CONTEXT "Software\Classes\sightglass"
  !insertmacro changePath remove

  ; An update uninstalls the version before without a word, and keeps the person's data.
  ${ifNot} ${isUpdated}
    ; Without a person who answers (/S) the data stays; --delete-app-data takes it along.
    ${ifNot} ${Silent}
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Remove your settings and sign-ins of Sightglass from this computer as well?$\r$\n$\r$\nThey stay where they are if you say No, and a later installation finds them." /SD IDNO IDNO keepData
      ; They are the person's, also when the program was installed for everybody.
      SetShellVarContext current
      RMDir /r "$APPDATA\Sightglass"
      ${if} $installMode == "all"
        SetShellVarContext all
      ${endIf}
      keepData:
    ${endIf}
  ${endIf}
!macroend
