/* Plays Microsoft Defender's program: says what that says, and scans nothing. */
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
    if (count < 4 || strcmp(words[1], "-Scan") || strcmp(words[2], "-ScanType")) {
        printf("CmdTool: Invalid command line argument\n");
        return 2;
    }
    printf("Scan starting...\nScan finished.\nScanning C:\\ found 1 threats.\n");
    printf("Cleaning started...\nLIST OF DETECTED THREATS\n");
    printf("Threat                  : Trojan:Win32/Emotet.PDE!MTB\n");
    printf("    file                : C:\\Users\\Public\\x.dll\nCleaning finished.\n");
    return 0;
}
