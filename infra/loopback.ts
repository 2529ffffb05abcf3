// Addresses that never leave this machine.

/** Whether nothing but this machine is reached by the address, of whatever scheme. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}
