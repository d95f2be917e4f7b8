export { createTestDatabase, type TestDatabase } from './create-test-database.ts'
export { startTestServer } from './start-test-server.ts'
