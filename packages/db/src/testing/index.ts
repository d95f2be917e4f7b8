export { createTestDatabase, type TestDatabase } from './create-test-database.ts'
export type { TestServer, TestServerOptions } from './control-server.ts'
export { fillMessages, type FillRequest } from './fill-messages.ts'
export { startTestServer } from './start-test-server.ts'
