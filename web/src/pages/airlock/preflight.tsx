import { useQueryClient } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AirlockRequest, usePreflight } from '../../api/airlock.ts'
import { JobProgress } from '../../parts/progress.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'

interface Props {
  readonly request: AirlockRequest
  readonly flush: () => Promise<void>
}

/** The machine looks before people do: what it finds can still be mended. */
export function Preflight({ request, flush }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [job, setJob] = useState<string | null>(null)
  const look = usePreflight(request.id)
  const begin = async () => {
    const kept = await flush().then(
      () => true,
      () => false,
    )
    if (!kept) return
    look.mutate(undefined, { onSuccess: ({ jobId }) => setJob(jobId) })
  }
  const done = () => {
    setJob(null)
    void client.invalidateQueries({ queryKey: ['airlock-request', request.id] })
  }
  return (
    <>
      <Action
        loading={look.isPending || job !== null}
        whyNot={request.files.length === 0 && t('airlock.whyNot.files')}
        onClick={() => void begin()}
      >
        {t('airlock.preflight')}
      </Action>
      {look.error ? <Problem error={look.error} /> : null}
      {job && (
        <Modal open title={t('airlock.preflight')} footer={null} onCancel={() => setJob(null)}>
          <JobProgress
            id={job}
            onDone={({ state }) => {
              if (state === 'done') done()
            }}
          />
        </Modal>
      )}
    </>
  )
}
