/** In turns: the same round, begun one further each turn. */
export function beginAt<Item>(round: readonly Item[], turn: number): Item[] {
  const first = turn % round.length
  return [...round.slice(first), ...round.slice(0, first)]
}
