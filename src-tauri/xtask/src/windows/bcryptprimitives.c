/* Stands in for a library that Wine has from its version 9 on: the randomness of the system, by its older name. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length)
{
    const SIZE_T most = 0x40000000;
    while (length > 0) {
        ULONG part = (ULONG)(length < most ? length : most);
        if (!RtlGenRandom(data, part))
            return FALSE;
        data += part;
        length -= part;
    }
    return TRUE;
}
