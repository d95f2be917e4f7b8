/** The addresses that links lead to. A token behind `#` is sent to no server and stands in no log of a proxy. */
export function toInviteLink(token: string, origin = location.origin): string {
  return `${origin}/register?invite=${token}`
}

export function toResetLink(token: string, origin = location.origin): string {
  return `${origin}/reset-password#${token}`
}
