/** Whether an IPv4 address lies in a range such as `203.0.113.0/24`, or is the address itself. */
export function isInRange(address: string, range: string): boolean {
  const [base, length = '32'] = range.split('/');
  const [one, other] = [numberOf(address), numberOf(base ?? '')];
  const bits = Number(length);
  if (one === undefined || other === undefined || !/^\d{1,2}$/.test(length) || bits > 32) return false;
  const size = 2 ** (32 - bits);
  return Math.floor(one / size) === Math.floor(other / size);
}

function numberOf(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255)
    ? parts.reduce((number, part) => number * 256 + part, 0)
    : undefined;
}
