import { Select } from 'antd'
import { type AirlockRequest, useAddFile, useAirlockSeatFiles } from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { emptyContext } from './context.ts'

/** One more file out of the same seat. */
export function AddFile({ request }: { readonly request: AirlockRequest }) {
  const { t } = useFormat()
  const files = useAirlockSeatFiles(request.seatId ?? '')
  const add = useAddFile(request.id)
  if (request.seatId === null) return null
  const taken = new Set(request.files.map(({ path }) => path))
  const free = (files.data?.items ?? []).filter(({ path, kind }) => kind === 'file' && !taken.has(path))
  return (
    <Card title={t('airlock.addFile')}>
      <div className="stack tight">
        <Select
          aria-label={t('airlock.addFile')}
          placeholder={t(free.length === 0 ? 'airlock.noMoreFiles' : 'airlock.chooseFile')}
          value={null}
          loading={files.isPending || add.isPending}
          disabled={free.length === 0}
          showSearch
          onChange={(path: string | null) => path && add.mutate({ path, context: emptyContext(path) })}
          options={free.map(({ path }) => ({ value: path, label: path }))}
        />
        {add.error ? <Problem error={add.error} /> : null}
      </div>
    </Card>
  )
}
