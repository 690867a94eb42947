/* Plays a malware's service: tells Windows that it runs, and stops when it is told to. */
#include <windows.h>

static WCHAR name[] = L"kakekomi-stub";
static SERVICE_STATUS_HANDLE handle;
static HANDLE stopped;

static void tell(DWORD state) {
    SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, state, 0, 0, 0, 0, 0};
    if (state == SERVICE_RUNNING) status.dwControlsAccepted = SERVICE_ACCEPT_STOP;
    SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD code, DWORD kind, void *data, void *context) {
    (void)kind, (void)data, (void)context;
    if (code == SERVICE_CONTROL_STOP) SetEvent(stopped);
    return NO_ERROR;
}

static void WINAPI run(DWORD count, WCHAR **words) {
    (void)count;
    stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
    handle = RegisterServiceCtrlHandlerExW(words[0], control, NULL);
    tell(SERVICE_RUNNING);
    WaitForSingleObject(stopped, 300000);
    tell(SERVICE_STOPPED);
}

int main(void) {
    SERVICE_TABLE_ENTRYW table[] = {{name, run}, {NULL, NULL}};
    return !StartServiceCtrlDispatcherW(table);
}
