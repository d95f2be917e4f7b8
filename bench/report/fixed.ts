/** A figure with so many decimals, or a dash where there is none. */
export function fixed(value: number | null, decimals: number): string {
  return value === null || Number.isNaN(value) ? '-' : value.toFixed(decimals)
}
