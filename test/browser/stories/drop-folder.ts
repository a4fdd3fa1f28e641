import { demoClient } from '../../support/client.ts'
import { type Portal, signInAs, visitor } from '../support/index.ts'

/** Files too large for a browser are named by their paths; what is no file of a drop folder is refused with what to do. */
export async function dropFolder(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const { page, look } = officer
  await signInAs(page, 'js-officer')
  const client = await demoClient(portal.address, 'js-officer')
  const me = await client.get<{ participant: { id: string } }>('/session')
  const own = await client.get<{ items: { id: string }[] }>(`/datasets?participantId=${me.participant.id}`)
  await page.goto(`/datasets/${own.items[0]!.id}`)
  await page.getByText('从服务器的投放文件夹导入').click()
  const field = page.getByLabel('文件的绝对路径')
  await field.fill('claims/setl_d.csv')
  await page.getByText('不是绝对路径').waitFor()
  await field.fill('/etc/passwd')
  await page.getByRole('button', { name: '导入这些路径' }).click()
  await page.getByText('IMPORT_SOURCE_MISSING').waitFor()
  await look('zh-drop-folder')
  await officer.close()
}
