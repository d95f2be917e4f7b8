/** Files with the frame of real images around pixels that nobody looks at; `filler` bytes make them as large as wanted. */
export const sampleImages = {
  png: (width = 3, height = 2, filler = 20) =>
    Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      toChunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])])),
      toChunk('IDAT', Buffer.alloc(filler, 7)),
      toChunk('IEND', Buffer.alloc(0)),
    ]),
  /** `orientation` is that of a camera's Exif data. */
  jpeg: (width = 3, height = 2, orientation = 1) =>
    Buffer.concat([
      Buffer.from([0xff, 0xd8]),
      toSegment(0xe1, toExif(orientation)),
      toSegment(0xdb, Buffer.alloc(65)),
      toSegment(
        0xc2,
        Buffer.concat([Buffer.from([8]), uint16(height), uint16(width), Buffer.from([1, 1, 0x11, 0])]),
      ),
      toSegment(0xda, Buffer.from([1, 1, 0, 0, 0, 0])),
      Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd9]),
    ]),
  gif: (width = 3, height = 2) =>
    Buffer.concat([
      Buffer.from('GIF89a', 'latin1'),
      Buffer.from([width & 0xff, width >> 8, height & 0xff, height >> 8, 0x80, 0, 0]),
      Buffer.alloc(6),
      Buffer.from([0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
      Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80]),
      Buffer.alloc(6),
      Buffer.from([2, 2, 0x44, 1, 0, 0x3b]),
    ]),
  webp: (width = 3, height = 2) => {
    const frame = Buffer.concat([
      Buffer.alloc(3),
      Buffer.from([0x9d, 0x01, 0x2a]),
      uint16le(width),
      uint16le(height),
    ])
    return toRiff('VP8 ', frame)
  },
  losslessWebp: (width = 3, height = 2) =>
    toRiff(
      'VP8L',
      Buffer.concat([Buffer.from([0x2f]), uint32le((width - 1) | ((height - 1) << 14)), Buffer.alloc(6)]),
    ),
  extendedWebp: (width = 3, height = 2) =>
    toRiff(
      'VP8X',
      Buffer.concat([
        Buffer.alloc(4),
        uint32le(width - 1).subarray(0, 3),
        uint32le(height - 1).subarray(0, 3),
      ]),
    ),
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

function uint16le(value: number): Buffer {
  return uint16(value).reverse()
}

function uint32(value: number): Buffer {
  return Buffer.concat([uint16(value >>> 16), uint16(value & 0xffff)])
}

function uint32le(value: number): Buffer {
  return uint32(value).reverse()
}

function toChunk(type: string, data: Buffer): Buffer {
  return Buffer.concat([uint32(data.length), Buffer.from(type, 'latin1'), data, Buffer.alloc(4)])
}

function toSegment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), uint16(data.length + 2), data])
}

function toExif(orientation: number): Buffer {
  const entry = Buffer.concat([uint16(0x0112), uint16(3), uint32(1), uint16(orientation), uint16(0)])
  return Buffer.concat([Buffer.from('Exif\0\0MM\0*', 'latin1'), uint32(8), uint16(1), entry, uint32(0)])
}

function toRiff(type: string, data: Buffer): Buffer {
  const chunk = Buffer.concat([Buffer.from(type, 'latin1'), uint32le(data.length), data])
  return Buffer.concat([
    Buffer.from('RIFF', 'latin1'),
    uint32le(chunk.length + 4),
    Buffer.from('WEBP', 'latin1'),
    chunk,
  ])
}
