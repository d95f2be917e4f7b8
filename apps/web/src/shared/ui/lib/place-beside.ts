export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** `top` and `bottom` say on which side; `start` and `end` which edges line up, centred without. */
export type Placement = 'top' | 'top-start' | 'top-end' | 'bottom' | 'bottom-start' | 'bottom-end'

interface Room {
  width: number
  height: number
  gap: number
}

/** Where a floating box goes beside its anchor: on the other side when there is no room, never over the window's edge. */
export function placeBeside(
  anchor: Box,
  size: Pick<Box, 'width' | 'height'>,
  options: Room & { placement: Placement },
): { left: number; top: number } {
  const { placement, width, height, gap } = options
  const below = anchor.top + anchor.height + gap
  const above = anchor.top - size.height - gap
  const fitsBelow = below + size.height <= height
  const fitsAbove = above >= 0
  const prefersTop = placement.startsWith('top')
  const top = prefersTop ? (fitsAbove || !fitsBelow ? above : below) : fitsBelow || !fitsAbove ? below : above
  return {
    left: clamp(alignedLeft(anchor, size.width, placement), gap, width - size.width - gap),
    top: clamp(top, 0, height - size.height),
  }
}

function alignedLeft(anchor: Box, width: number, placement: Placement): number {
  if (placement.endsWith('start')) return anchor.left
  if (placement.endsWith('end')) return anchor.left + anchor.width - width
  return anchor.left + anchor.width / 2 - width / 2
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max))
}
