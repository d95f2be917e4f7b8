const SEGMENT_LENGTH = 4096

/**
 * A text that only grows, kept in segments: adding to it and reading its end cost the same however long it is. One long
 * string would be flattened whole by V8 at each slice of its end.
 */
export class TextBuffer {
  readonly #segments: string[] = []
  #last = ''
  #length = 0

  get length(): number {
    return this.#length
  }

  append(text: string): void {
    this.#last += text
    this.#length += text.length
    if (this.#last.length < SEGMENT_LENGTH) return
    this.#segments.push(this.#last)
    this.#last = ''
  }

  /** The text from an offset, in UTF-16 units, to its end. */
  from(start: number): string {
    let segmentStart = this.#length - this.#last.length
    if (start >= segmentStart) return this.#last.slice(start - segmentStart)
    let index = this.#segments.length
    while (segmentStart > start) {
      index -= 1
      segmentStart -= this.#segments[index]?.length ?? segmentStart
    }
    const tail = this.#segments.slice(index).join('') + this.#last
    return tail.slice(start - segmentStart)
  }

  toString(): string {
    return this.#segments.join('') + this.#last
  }
}
