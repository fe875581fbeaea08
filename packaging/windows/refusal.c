/* What the package of IT asks before it changes anything: whether the program runs, for anybody at this computer. */
#include <windows.h>
#include <msi.h>
#include <msiquery.h>

#define RUNNING L"Global\\selfassess-is-running"
#define WORDS L"Adult social care self-assessment is running on this computer. Close it first. Nothing was changed."

__declspec(dllexport) UINT __stdcall RefuseWhileRunning(MSIHANDLE install) {
    HANDLE found = OpenMutexW(SYNCHRONIZE, FALSE, RUNNING);
    if (found) CloseHandle(found);
    else if (GetLastError() != ERROR_ACCESS_DENIED) return ERROR_SUCCESS; /* somebody else's may not be opened */
    MSIHANDLE record = MsiCreateRecord(0);
    MsiRecordSetStringW(record, 0, WORDS);
    MsiProcessMessage(install, INSTALLMESSAGE_ERROR, record);
    MsiCloseHandle(record);
    return ERROR_INSTALL_FAILURE;
}
