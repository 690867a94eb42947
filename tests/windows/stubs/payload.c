/* Plays a malware's DLL: its functions say by an event that they run, and sleep five minutes. */
#include <windows.h>

static void run(void) {
    CreateEventW(NULL, TRUE, TRUE, L"kakekomi-stub-runs");
    Sleep(300000);
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    (void)module, (void)reason, (void)reserved;
    return TRUE;
}

__declspec(dllexport) void CALLBACK Control_RunDLL(HWND window, HINSTANCE module, LPSTR line, int show) {
    (void)window, (void)module, (void)line, (void)show;
    run();
}

__declspec(dllexport) HRESULT WINAPI DllRegisterServer(void) {
    run();
    return S_OK;
}
