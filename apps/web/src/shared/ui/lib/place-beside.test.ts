import { expect, it } from 'vitest'
import { placeBeside, type Box, type Placement } from './place-beside.ts'

const room = { width: 1000, height: 800, gap: 4 }
const size = { width: 200, height: 100 }
const boxAt = (left: number, top: number) => ({ left, top, width: 40, height: 32 })

interface Case {
  where: string
  anchor: Box
  placement: Placement
  expected: { left: number; top: number }
}

it.each<Case>([
  {
    where: 'below, right edges in line',
    anchor: boxAt(500, 100),
    placement: 'bottom-end',
    expected: { left: 340, top: 136 },
  },
  {
    where: 'below, left edges in line',
    anchor: boxAt(500, 100),
    placement: 'bottom-start',
    expected: { left: 500, top: 136 },
  },
  {
    where: 'above and centred',
    anchor: boxAt(500, 400),
    placement: 'top',
    expected: { left: 420, top: 296 },
  },
  {
    where: 'above where there is no room below',
    anchor: boxAt(500, 760),
    placement: 'bottom-end',
    expected: { left: 340, top: 656 },
  },
  {
    where: 'below where there is no room above',
    anchor: boxAt(500, 20),
    placement: 'top-start',
    expected: { left: 500, top: 56 },
  },
  {
    where: 'inside the left edge',
    anchor: boxAt(10, 100),
    placement: 'bottom-end',
    expected: { left: 4, top: 136 },
  },
  {
    where: 'inside the right edge',
    anchor: boxAt(950, 100),
    placement: 'bottom-start',
    expected: { left: 796, top: 136 },
  },
])('goes $where', ({ anchor, placement, expected }) => {
  expect(placeBeside(anchor, size, { ...room, placement })).toEqual(expected)
})

it('stays in a window that is too small for it', () => {
  expect(placeBeside(boxAt(10, 10), size, { width: 100, height: 60, gap: 4, placement: 'bottom' })).toEqual({
    left: 4,
    top: 0,
  })
})
