/* Plays rundll32.exe or regsvr32.exe: loads every file named in its arguments, sleeps and exits. */
#include <windows.h>

int wmain(int count, wchar_t **arguments) {
    for (int i = 1; i < count; i++) {
        wchar_t *comma = wcschr(arguments[i], L',');
        if (comma) *comma = 0;
        if (arguments[i][0] != L'/') LoadLibraryW(arguments[i]);
    }
    Sleep(300000);
    return 0;
}
