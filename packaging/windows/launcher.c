/* The program's own .exe: finds python\python313.dll beside itself and runs the product with it.
 *
 * Built twice: with -DWINDOW as a program without a console, and as one of the command line. Nothing of the product is
 * compiled in: Qt and PySide6 stay files of their own that can be replaced, as the LGPL asks.
 */
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768
#define UNUSABLE_FILE 3

typedef int (*RunPython)(int, wchar_t **);

#ifdef WINDOW
#define START L"from selfassess.cli import main_of_desktop as main; main()"
#else
#define START L"from selfassess.cli import main; main()"
#endif

static int refuse(const wchar_t *why) {
#ifdef WINDOW
    MessageBoxW(NULL, why, L"Adult social care self-assessment", MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", why);
#endif
    return UNUSABLE_FILE;
}

static int run(int count, wchar_t **words) {
    static wchar_t folder[LONGEST], library[LONGEST], python[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    if (!length || length >= LONGEST - 64) return refuse(L"The program does not know where it is. Put it in a folder with a shorter name.");
    *wcsrchr(folder, L'\\') = 0;

    /* What another Python of this computer was told is not meant for this one. */
    SetEnvironmentVariableW(L"PYTHONHOME", NULL);
    SetEnvironmentVariableW(L"PYTHONPATH", NULL);
    SetEnvironmentVariableW(L"PYTHONUTF8", L"1");

    /* Who installs or removes the program looks for this before. */
    CreateMutexW(NULL, FALSE, L"Local\\selfassess-is-running");

    _snwprintf(library, LONGEST, L"%ls\\python\\python313.dll", folder);
    HMODULE loaded = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!loaded) return refuse(L"A part of the program is missing: python\\python313.dll. Unpack or install it again.");
    RunPython start = (RunPython)(void *)GetProcAddress(loaded, "Py_Main");
    if (!start) return refuse(L"A part of the program is damaged: python\\python313.dll. Unpack or install it again.");

    _snwprintf(python, LONGEST, L"%ls\\python\\python.exe", folder); /* beside it Python finds its list of folders */
    wchar_t **all = calloc(count + 6, sizeof *all);
    int used = 0;
    all[used++] = python;
    all[used++] = L"-I";
    all[used++] = L"-X";
    all[used++] = L"utf8";
    all[used++] = L"-c";
    all[used++] = START;
    for (int each = 1; each < count; each++) all[used++] = words[each];
    return start(used, all);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, LPWSTR line, int show) {
    int count;
    wchar_t **words = CommandLineToArgvW(GetCommandLineW(), &count);
    return run(count, words);
}
#else
int wmain(int count, wchar_t **words) { return run(count, words); }
#endif
