export { demoModels, type DemoModel } from './demo-models.ts'
export { startDemoUpstream, type DemoUpstream } from './start-demo-upstream.ts'
