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

#define TITLE L"Adult social care self-assessment"
#define AGAIN L"Install or unpack it again; your workbooks are as they were."
#define MISSING L"A part of the program is missing or damaged: "
#define SAID L"'" MISSING L"%s. " AGAIN L"' % (error.name or error)"

/* What is missing of the product's own modules, Python finds first. */
#ifdef WINDOW
#define START L"try:\n from selfassess.cli import main_of_desktop as main\n" \
    L"except ImportError as error:\n import ctypes, sys\n" \
    L" ctypes.windll.user32.MessageBoxW(None, " SAID L", '" TITLE L"', 16)\n sys.exit(3)\nmain()"
#else
#define START L"try:\n from selfassess.cli import main\n" \
    L"except ImportError as error:\n import sys\n print(" SAID L", file=sys.stderr)\n sys.exit(3)\nmain()"
#endif

static const wchar_t *const PARTS[] = {
    L"python\\python313.dll", L"python\\python313.zip", L"python\\python313._pth", L"lib", L"app\\selfassess",
};

static int refuse(const wchar_t *why) {
#ifdef WINDOW
    MessageBoxW(NULL, why, TITLE, MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", why);
#endif
    return UNUSABLE_FILE;
}

static int refuse_part(const wchar_t *name) {
    static wchar_t why[1024];
    _snwprintf(why, 1023, L"%ls%ls. %ls", MISSING, name, AGAIN);
    return refuse(why);
}

static int run(int count, wchar_t **words) {
    static wchar_t folder[LONGEST], library[LONGEST], python[LONGEST];
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    if (!length || length >= LONGEST - 64) return refuse(L"The program does not know where it is. Put it in a folder with a shorter name.");
    *wcsrchr(folder, L'\\') = 0;

    for (size_t each = 0; each < sizeof PARTS / sizeof *PARTS; each++) {
        _snwprintf(library, LONGEST, L"%ls\\%ls", folder, PARTS[each]);
        if (GetFileAttributesW(library) == INVALID_FILE_ATTRIBUTES) return refuse_part(PARTS[each]);
    }

    /* What another Python of this computer was told is not meant for this one. */
    SetEnvironmentVariableW(L"PYTHONHOME", NULL);
    SetEnvironmentVariableW(L"PYTHONPATH", NULL);
    SetEnvironmentVariableW(L"PYTHONUTF8", L"1");

    /* Who installs or removes the program looks for these before: for one person, or for all of a computer. */
    CreateMutexW(NULL, FALSE, L"Local\\selfassess-is-running");
    CreateMutexW(NULL, FALSE, L"Global\\selfassess-is-running");

    _snwprintf(library, LONGEST, L"%ls\\python\\python313.dll", folder);
    HMODULE loaded = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!loaded) return refuse_part(PARTS[0]);
    RunPython start = (RunPython)(void *)GetProcAddress(loaded, "Py_Main");
    if (!start) return refuse_part(PARTS[0]);

    _snwprintf(python, LONGEST, L"%ls\\python\\python.exe", folder); /* beside it Python finds its list of folders */
    wchar_t **all = calloc(count + 7, sizeof *all);
    int used = 0;
    all[used++] = python;
    all[used++] = L"-I";
    all[used++] = L"-B"; /* what is installed is taken away whole: nothing is added to it */
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
