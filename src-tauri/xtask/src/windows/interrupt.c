/* Presses Ctrl+C in the console of another process, which nothing that comes with Windows does: interrupt.exe PROCESS */

#include <stdlib.h>
#include <windows.h>

int main(int count, char **words)
{
    if (count != 2)
        return 2;
    /* One process has one console. */
    FreeConsole();
    if (!AttachConsole(strtoul(words[1], NULL, 10)))
        return 1;
    /* From here on it reaches this process as well. */
    SetConsoleCtrlHandler(NULL, TRUE);
    return GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0) ? 0 : 1;
}
