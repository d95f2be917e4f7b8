/** A list's cursor that this list did not give out. */
export class InvalidCursorError extends Error {
  constructor() {
    super('The cursor is not one that this list gave.')
    this.name = 'InvalidCursorError'
  }
}
