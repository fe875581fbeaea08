/* For trials under Wine alone: two libraries of Windows that Wine 8 lacks. Built twice, with -DRANDOM and without. */
#include <windows.h>
#define GIVEN __declspec(dllexport)

#ifdef RANDOM
/* bcryptprimitives.dll: random bytes, as Wine's advapi32 has them under another name. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);
GIVEN BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
#else
/* icuuc.dll: Qt asks it for old encodings; it is told that there are none. */
#define NONE 4
#define NOTHING(name) GIVEN void name(void) {}
GIVEN void *ucnv_open(const char *name, int *error) { *error = NONE; return NULL; }
GIVEN const char *ucnv_getName(void *converter, int *error) { *error = NONE; return NULL; }
GIVEN const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { *error = NONE; return NULL; }
GIVEN const char *ucnv_getAvailableName(int number) { return NULL; }
GIVEN signed char ucnv_getMaxCharSize(void *converter) { return 4; }
GIVEN int ucnv_countAvailable(void) { return 0; }
GIVEN int ucnv_toUCountPending(void *converter, int *error) { return 0; }
GIVEN int ucnv_fromUCountPending(void *converter, int *error) { return 0; }
NOTHING(ucnv_close)
NOTHING(ucnv_reset)
NOTHING(ucnv_toUnicode)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
#endif
