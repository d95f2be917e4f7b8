import { startTestServer } from '@chatmore/db/testing'
import type { TestProject } from 'vitest/node'

/** One real database server for the whole run; each test file makes databases of its own on it. */
export default async function setUpDatabase(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer()
  project.provide('databaseServerUrl', server.url)
  return server.stop
}
