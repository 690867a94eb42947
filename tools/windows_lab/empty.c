/* A DLL that only sends its names on. */
int __stdcall DllMain(void *module, unsigned reason, void *reserved) {
    (void)module, (void)reason, (void)reserved;
    return 1;
}
