import { expect, it } from 'vitest'
import { pickPastedFiles } from './pick-pasted-files.ts'

const file = new File(['x'], 'image.png')
const paste = (...types: string[]) =>
  pickPastedFiles({ types, files: (types.includes('Files') ? [file] : []) as unknown as FileList })

it.each([
  ['a picture of the screen', ['Files'], 1],
  ['an image of a page', ['text/html', 'Files'], 1],
  ['a file, with its name as text', ['text/plain', 'Files'], 1],
  ['cells of a table, with a picture of them', ['text/plain', 'text/html', 'Files'], 0],
  ['a text', ['text/plain'], 0],
])('finds the files of %s', (_name, types, count) => {
  expect(paste(...types)).toHaveLength(count)
})

it('finds none where nothing is pasted', () => {
  expect(pickPastedFiles(null)).toEqual([])
})
