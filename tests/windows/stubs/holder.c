/* Holds a harmless marker in private memory that can run ("run") or cannot ("data"), and sleeps. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **words) {
    /* Put together here: the whole marker stands nowhere in the program's file. */
    const char *parts[] = {"kakekomi", "-harmless", "-marker"};
    int runs = count > 1 && !strcmp(words[1], "run");
    char *held = VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    DWORD before;
    for (int i = 0; i < 3; i++) strcat(held, parts[i]);
    if (runs) VirtualProtect(held, 4096, PAGE_EXECUTE_READ, &before);
    printf("ready\n");
    fflush(stdout);
    Sleep(300000);
    return 0;
}
