import { resolve } from 'node:path'
import { buildPackage } from './build-package.ts'

const outFolder = resolve(process.argv[2] ?? resolve(import.meta.dirname, '../dist'))
await buildPackage(outFolder)
console.log(`Built: publish it with  npm publish ${outFolder}`)
