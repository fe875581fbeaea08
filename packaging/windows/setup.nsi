; The installer for one person: it asks for no administrator and writes only below that person's own folder and registry.
; What it installs it also removes; workbooks, settings and backups stay.
; makensis -DVERSION=… -DNUMBERS=… -DPROGRAM=folder -DOUT=file setup.nsi
Unicode true
Target amd64-unicode
!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "Adult social care self-assessment"
!define CLASS "selfassess.workbook"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\selfassess"

Name "${NAME}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\selfassess"
InstallDirRegKey HKCU "Software\selfassess" "InstallDir"
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestLongPathAware true
VIProductVersion "${NUMBERS}.0"
VIAddVersionKey ProductName "selfassess"
VIAddVersionKey FileDescription "${NAME}, installer"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT licence; its parts under their own"

!define MUI_ICON "${PROGRAM}\selfassess.ico"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\selfassess-window.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Both refuse while the program runs: it would be left half old and half new. A silent one ends with 5.
!macro RefuseWhileRunning
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "Local\selfassess-is-running") p .R0'
  StrCmp $R0 0 +4
    MessageBox MB_ICONSTOP|MB_OK "${NAME} is running. Close it first, then start this again. Nothing was changed." /SD IDOK
    SetErrorLevel 5
    Quit
!macroend

Function .onInit
  !insertmacro RefuseWhileRunning
FunctionEnd

Function un.onInit
  !insertmacro RefuseWhileRunning
FunctionEnd

; What the program is made of, below its folder: ACT is done with each.
!macro EachPart ACT
  !insertmacro ${ACT} "app"
  !insertmacro ${ACT} "lib"
  !insertmacro ${ACT} "python"
  !insertmacro ${ACT} "licences"
  !insertmacro ${ACT} "selfassess.exe"
  !insertmacro ${ACT} "selfassess-window.exe"
  !insertmacro ${ACT} "selfassess.ico"
  !insertmacro ${ACT} "sbom.cdx.json"
!macroend

; An earlier version is put aside and the new one in its place by names alone: no update is cut off half-way through
; the copying. Where something cannot be put aside, everything is put back.
!macro PutAside PART
  IfFileExists "$INSTDIR\${PART}" 0 +2
    Rename "$INSTDIR\${PART}" "$INSTDIR\old\${PART}"
!macroend

!macro PutBack PART
  IfFileExists "$INSTDIR\old\${PART}" 0 +2
    Rename "$INSTDIR\old\${PART}" "$INSTDIR\${PART}"
!macroend

!macro PutInPlace PART
  Rename "$INSTDIR\new\${PART}" "$INSTDIR\${PART}"
!macroend

!macro Remove PART
  RMDir /r "$INSTDIR\${PART}"
  Delete "$INSTDIR\${PART}"
!macroend

Section
  RMDir /r "$INSTDIR\new"
  SetOutPath "$INSTDIR\new"
  ClearErrors
  File /r "${PROGRAM}\*"
  IfErrors 0 whole
    SetOutPath "$INSTDIR"
    RMDir /r "$INSTDIR\new"
    SetErrorLevel 3
    Abort "Not everything could be written, so nothing was changed. Free some space in $INSTDIR or choose another folder, then start this again."
  whole:
  SetOutPath "$INSTDIR"
  !insertmacro EachPart PutBack
  RMDir /r "$INSTDIR\old"
  CreateDirectory "$INSTDIR\old"
  ClearErrors
  !insertmacro EachPart PutAside
  IfErrors 0 aside
    !insertmacro EachPart PutBack
    RMDir "$INSTDIR\old"
    RMDir /r "$INSTDIR\new"
    SetErrorLevel 3
    Abort "Another program keeps a part of the version before, so it was not replaced. Close it, then start this again."
  aside:
  !insertmacro EachPart PutInPlace
  IfErrors 0 placed
    SetErrorLevel 3
    Abort "The program could not be put in its place. Start this again."
  placed:
  RMDir "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\selfassess-window.exe"
  WriteRegStr HKCU "Software\selfassess" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\.sawb" "" "${CLASS}"
  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "Self-assessment workbook"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\selfassess.ico"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\selfassess-window.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\selfassess.ico"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "selfassess"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  WriteUninstaller "$INSTDIR\uninstall.exe"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section Uninstall
  SetOutPath "$TEMP"
  !insertmacro EachPart Remove
  RMDir /r "$INSTDIR\new"
  RMDir /r "$INSTDIR\old"
  Delete "$INSTDIR\policy.toml"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\selfassess"
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  DeleteRegKey HKCU "Software\Classes\.sawb"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
