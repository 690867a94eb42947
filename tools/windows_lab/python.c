/* python.exe: hand the command line to the Python beside it. */
#include <windows.h>
#include <stdio.h>

typedef int (*main_function)(int, wchar_t **);

int wmain(int count, wchar_t **arguments) {
    HMODULE python = LoadLibraryW(L"python311.dll");
    if (!python) {
        fprintf(stderr, "python311.dll cannot be loaded: error %lu\n", GetLastError());
        return 101;
    }
    main_function python_main = (main_function)(void *)GetProcAddress(python, "Py_Main");
    return python_main ? python_main(count, arguments) : 102;
}
