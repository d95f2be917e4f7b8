import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runWell } from './run-program.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sdk = join(root, 'packages/sdk')

export interface InstalledPackage extends AsyncDisposable {
  /** A project outside the repository in which the package is installed. */
  project: string
  /** What is published, as a folder and packed. */
  published: string
  tarball: string
}

/** A tool of the package's own workspace. */
export const toolOf = (name: string) => join(sdk, 'node_modules/.bin', name)

/** The compiler of another version: `typescript-5` or `typescript-7`. */
export const compilerOf = (name: string) => join(sdk, 'node_modules', name, 'bin/tsc')

/** Builds the package, packs it, and installs it where nothing of the repository is in reach. It asks no registry. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'chatmore-sdk-')))
  const published = join(folder, 'published')
  const project = join(folder, 'project')
  await mkdir(project)
  await runWell(toolOf('tsx'), ['build/main.ts', published], { cwd: sdk })
  // Its one dependency comes from what the repository has installed.
  for (const each of [published, await realpath(join(sdk, 'node_modules/ws'))]) {
    await runWell('npm', ['pack', each, '--ignore-scripts', '--pack-destination', folder], { cwd: folder })
  }
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const quiet = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await runWell('npm', ['install', ...quiet, ...tarballs.map((name) => join(folder, name))], { cwd: project })
  const tarball = tarballs.find((name) => name.startsWith('chatmore-sdk-'))
  return {
    project,
    published,
    tarball: join(folder, tarball ?? ''),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
