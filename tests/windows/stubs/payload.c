/* Plays a malware's DLL: does nothing when loaded, and its functions only sleep. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    (void)module, (void)reason, (void)reserved;
    return TRUE;
}

__declspec(dllexport) void CALLBACK Control_RunDLL(HWND window, HINSTANCE module, LPSTR line, int show) {
    (void)window, (void)module, (void)line, (void)show;
    Sleep(300000);
}

__declspec(dllexport) HRESULT WINAPI DllRegisterServer(void) {
    Sleep(300000);
    return S_OK;
}
