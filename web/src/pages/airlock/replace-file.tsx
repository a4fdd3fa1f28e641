import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import {
  type AirlockFile,
  type AirlockRequest,
  type FileContext,
  useAirlockSeatFiles,
  useRemoveFile,
  useChangeFile,
} from '../../api/airlock.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface Props {
  readonly request: AirlockRequest
  readonly file: AirlockFile
  readonly context: FileContext
}

/** Takes a corrected file out of the seat under the same words, or leaves the file out. */
export function ReplaceFile({ request, file, context }: Props) {
  const { t } = useFormat()
  const [open, setOpen] = useState(false)
  const remove = useRemoveFile(request.id)
  return (
    <>
      {request.seatId && <Button onClick={() => setOpen(true)}>{t('airlock.replace')}</Button>}
      <Button danger loading={remove.isPending} onClick={() => remove.mutate(file.id)}>
        {t('airlock.remove')}
      </Button>
      {remove.error ? <Problem error={remove.error} /> : null}
      {open && (
        <ReplaceDialog
          seatId={request.seatId!}
          {...{ request, file, context }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

function ReplaceDialog(props: Props & { readonly seatId: string; readonly onClose: () => void }) {
  const { request, file, context, seatId, onClose } = props
  const { t } = useFormat()
  const [path, setPath] = useState(file.path)
  const files = useAirlockSeatFiles(seatId)
  const replace = useChangeFile(request.id)
  const choices = (files.data?.items ?? []).filter(({ kind }) => kind === 'file')
  return (
    <Modal
      open
      title={t('airlock.replace')}
      okText={t('airlock.replace')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: replace.isPending, disabled: !choices.some((one) => one.path === path) }}
      onCancel={onClose}
      onOk={() => replace.mutate({ file: file.id, path, context }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('airlock.replaceExplain')}</p>
        <Select
          aria-label={t('airlock.path')}
          value={path}
          loading={files.isPending}
          showSearch
          onChange={setPath}
          options={choices.map((one) => ({ value: one.path, label: one.path }))}
        />
        {files.error ? <Problem error={files.error} /> : null}
        {replace.error ? <Problem error={replace.error} /> : null}
      </div>
    </Modal>
  )
}
