/** A page of a list; the last page's `nextCursor` is null. */
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

export interface PageRequest {
  cursor?: string | null | undefined
  /** 1 to 100; 50 where absent. */
  limit?: number | undefined
}
