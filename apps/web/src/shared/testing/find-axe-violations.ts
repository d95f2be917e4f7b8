import axe from 'axe-core'

/** What axe finds wrong, as `rule: element` lines. Colours and sizes are left to the browser tests: there is no layout here. */
export async function findAxeViolations(root: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(root, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
}
