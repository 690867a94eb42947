/* Runs for ten minutes and does nothing: Wine's services stay up that long. */
#include <windows.h>

int main(void) {
    Sleep(600000);
    return 0;
}
