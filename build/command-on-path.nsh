; The command `sightglass`, in the folder `bin` of the installation, on PATH of the person or of the computer.
;
; PATH may be longer than a variable of NSIS (1,024 characters, 8,192 in other builds of it), which would hold its beginning
; alone, and writing that back would take away the rest of it. So what is read stays in memory, and the functions of
; Windows look through it and change it there. Only our own entry is ever in a variable.

!include LogicLib.nsh

; HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE as numbers with a sign, which is how 64-bit Windows knows them.
!define PATH_OF_PERSON "p -2147483647, w 'Environment'"
!define PATH_OF_COMPUTER "p -2147483646, w 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'"

; WHAT is `add`, which puts our entry at the end of PATH unless it is there, or `remove`, which takes it out wherever and however
; often it is there. Capitals do not matter, and nothing is written where nothing changes.
!macro changePath WHAT
  Push $0 ; the key
  Push $1 ; the type of the value: with variables in it (2) or without (1)
  Push $2 ; its length in bytes
  Push $3 ; what was answered
  Push $4 ; a place in the memory
  Push $5 ; our entry between semicolons
  Push $6 ; the memory: PATH between semicolons
  Push $7 ; whether anything was changed
  StrCpy $7 "no"
  StrCpy $5 ";$INSTDIR\bin;"

  ${if} $installMode == "all"
    ; 3 is to read values and to write them.
    System::Call "advapi32::RegOpenKeyExW(${PATH_OF_COMPUTER}, i 0, i 3, *p .r0) i .r3"
  ${else}
    System::Call "advapi32::RegOpenKeyExW(${PATH_OF_PERSON}, i 0, i 3, *p .r0) i .r3"
  ${endIf}
  ${if} $3 == 0
    System::Call "advapi32::RegQueryValueExW(p r0, w 'Path', p 0, *i .r1, p 0, *i .r2) i .r3"
    ${if} $3 == 2
      ; There is none yet, as with a person whose PATH is that of the computer.
      StrCpy $1 2
      StrCpy $2 0
    ${endIf}
    ; What is no text, or cannot be read, is left alone.
    ${if} $3 == 0
    ${orIf} $3 == 2
      ${if} $1 == 1
      ${orIf} $1 == 2
        ; For what is read, our entry, semicolons and the end; all zeros.
        StrLen $4 $5
        IntOp $4 $4 * 2
        IntOp $4 $4 + $2
        IntOp $4 $4 + 16
        System::Alloc $4
        Pop $6
        System::Alloc $4
        Pop $4
        ${if} $3 == 0
          System::Call "advapi32::RegQueryValueExW(p r0, w 'Path', p 0, p 0, p r4, *i r2) i .r3"
        ${else}
          StrCpy $3 0
        ${endIf}
        ; Somebody else may have made it longer meanwhile.
        ${if} $3 == 0
          System::Call "shlwapi::StrTrimW(p r4, w ';')"
          System::Call "kernel32::lstrcpyW(p r6, w ';')"
          System::Call "kernel32::lstrcatW(p r6, p r4)"
          System::Call "*$4(&i2 .r3)"
          ${if} $3 != 0
            System::Call "kernel32::lstrcatW(p r6, w ';')"
          ${endIf}
          System::Free $4

          !insertmacro changePath_${WHAT}

          ${if} $7 == "yes"
            System::Call "shlwapi::StrTrimW(p r6, w ';')"
            System::Call "kernel32::lstrlenW(p r6) i .r2"
            ${if} $2 == 0
              System::Call "advapi32::RegDeleteValueW(p r0, w 'Path')"
            ${else}
              ; With the zero at its end.
              IntOp $2 $2 * 2
              IntOp $2 $2 + 2
              System::Call "advapi32::RegSetValueExW(p r0, w 'Path', i 0, i r1, p r6, i r2)"
            ${endIf}
          ${endIf}
        ${else}
          System::Free $4
        ${endIf}
        System::Free $6
      ${endIf}
    ${endIf}
    System::Call "advapi32::RegCloseKey(p r0)"
  ${endIf}
  ${if} $7 == "yes"
    ; WM_SETTINGCHANGE to all windows, of which none that hangs is waited for: terminals that are opened from now on know it.
    System::Call "user32::SendMessageTimeoutW(p 0xffff, i 0x1a, p 0, w 'Environment', i 2, i 1000, p 0)"
  ${endIf}

  Pop $7
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
!macroend

!macro changePath_add
  ; In a folder with a semicolon in its name it would be two entries that lead elsewhere.
  StrCpy $4 $5 -1 1
  System::Call "shlwapi::StrStrIW(w r4, w ';') p .r3"
  ; PATH of the computer counts for its services and administrators too: no folder belongs there that others may write to, and
  ; only of the usual place is it known that they may not.
  ${if} $installMode == "all"
    StrLen $2 "$PROGRAMFILES64\"
    StrCpy $2 $INSTDIR $2
    ${if} $2 != "$PROGRAMFILES64\"
      StrCpy $3 1
    ${endIf}
  ${endIf}
  System::Call "shlwapi::StrStrIW(p r6, w r5) p .r4"
  ${if} $3 == 0
  ${andIf} $4 == 0
    StrCpy $4 $5 "" 1
    System::Call "kernel32::lstrcatW(p r6, w r4)"
    StrCpy $7 "yes"
  ${endIf}
!macroend

!macro changePath_remove
  ${do}
    System::Call "shlwapi::StrStrIW(p r6, w r5) p .r4"
    ${if} $4 == 0
      ${exitDo}
    ${endIf}
    ; What follows it moves over it, beginning with its last semicolon. Addresses may have 64 bits.
    StrLen $2 $5
    IntOp $2 $2 * 2
    IntOp $2 $2 - 2
    System::Int64Op $4 + $2
    Pop $3
    System::Call "kernel32::lstrlenW(p r3) i .r2"
    IntOp $2 $2 * 2
    IntOp $2 $2 + 2
    System::Call "kernel32::RtlMoveMemory(p r4, p r3, p r2)"
    StrCpy $7 "yes"
  ${loop}
!macroend
