/* Holds a harmless marker in private memory that can run ("run") or cannot ("data"), and sleeps.
   With "module" it holds, in memory that can run, the names that an export table of Emotet's
   unpacked module has side by side: names only, and nothing that could be run. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **words) {
    /* Put together here: the whole marker stands nowhere in the program's file. */
    const char *parts[] = {"kakekomi", "-harmless", "-marker"};
    int runs = count > 1 && strcmp(words[1], "data");
    int is_module = count > 1 && !strcmp(words[1], "module");
    char *held = VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    DWORD before;
    for (int i = 0; i < 3; i++) strcat(held, parts[i]);
    if (is_module) {
        memcpy(held + 100, "Y.dll", 5);
        memcpy(held + 106, "DllRegister", 11);
        memcpy(held + 117, "Server", 6);
    }
    if (runs) VirtualProtect(held, 4096, PAGE_EXECUTE_READ, &before);
    printf("ready\n");
    fflush(stdout);
    Sleep(300000);
    return 0;
}
