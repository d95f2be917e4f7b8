/** Loaded before a server: sets its wall clock apart from everyone else's, as a broken time service does. Timers stay true. */
const shiftMs = Number(process.env.SHIFT_CLOCK_HOURS) * 3_600_000
const RealDate = globalThis.Date

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shiftMs)
    else super(...parts)
  }
  static now() {
    return RealDate.now() + shiftMs
  }
}
