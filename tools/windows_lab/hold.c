/* Runs for an hour and does nothing, so that Wine's services stay up that long.

   What Wine starts by itself keeps the pipes of whoever was first to need it, and a reader of those
   pipes then waits for ever. So it is started from here, where there are none: the desktop's
   program, and the service that COM asks for. */
#include <windows.h>

int main(void) {
    GetDesktopWindow();
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    SC_HANDLE service = OpenServiceW(manager, L"RpcSs", SERVICE_START);
    StartServiceW(service, 0, NULL);
    CloseServiceHandle(service);
    CloseServiceHandle(manager);
    Sleep(3600000);
    return 0;
}
