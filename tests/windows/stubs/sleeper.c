/* Plays a malware's program: sleeps five minutes and exits. */
#include <windows.h>

int main(void) {
    Sleep(300000);
    return 0;
}
