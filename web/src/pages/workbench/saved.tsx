import { Button, Form, Input, Modal, Popconfirm } from 'antd'
import { useState } from 'react'
import { useChangeSaved, useRemoveSaved, useSaved, useSaveQuery } from '../../api/saved.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

interface Props {
  readonly projectId: string
  /** The text as it stands in the editor. */
  readonly sql: string
  readonly onPick: (sql: string) => void
}

/** Queries that the project keeps: shared with colleagues, seen by no other body. */
export function SavedQueries({ projectId, sql, onPick }: Props) {
  const { t } = useFormat()
  const saved = useSaved(projectId)
  const change = useChangeSaved(projectId)
  const remove = useRemoveSaved(projectId)
  return (
    <div className="stack tight saved">
      <Save projectId={projectId} sql={sql} />
      {(change.error ?? remove.error) && <Problem error={change.error ?? remove.error} />}
      <Loaded of={saved} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('workbench.savedNone')} hint={t('workbench.savedNoneHint')} />
          ) : (
            <ul className="items">
              {items.map((one) => (
                <li key={one.id}>
                  <span>
                    <button
                      type="button"
                      className="plain-button"
                      onClick={() => onPick(one.sql)}
                      title={one.sql}
                    >
                      <b>{one.title}</b>
                    </button>
                    <div className="faint">
                      <When at={one.updatedAt} />
                    </div>
                  </span>
                  <span className="row">
                    {sql.trim() !== '' && one.sql !== sql && (
                      <Popconfirm
                        title={t('workbench.overwriteAsk', { title: one.title })}
                        okText={t('workbench.overwrite')}
                        cancelText={t('common.cancel')}
                        onConfirm={() => change.mutate({ id: one.id, title: one.title, sql })}
                      >
                        <Button size="small">{t('workbench.overwrite')}</Button>
                      </Popconfirm>
                    )}
                    <Popconfirm
                      title={t('workbench.removeAsk', { title: one.title })}
                      okText={t('workbench.remove')}
                      cancelText={t('common.cancel')}
                      onConfirm={() => remove.mutate(one.id)}
                    >
                      <Button size="small" aria-label={t('workbench.removeOf', { title: one.title })}>
                        ✕
                      </Button>
                    </Popconfirm>
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}

function Save({ projectId, sql }: { readonly projectId: string; readonly sql: string }) {
  const { t } = useFormat()
  const save = useSaveQuery(projectId)
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  return (
    <>
      <Button disabled={sql.trim() === ''} onClick={() => setOpen(true)}>
        {t('workbench.save')}
      </Button>
      <Modal
        open={open}
        title={t('workbench.save')}
        okText={t('workbench.saveDo')}
        cancelText={t('common.cancel')}
        okButtonProps={{ disabled: title.trim() === '', loading: save.isPending }}
        onCancel={() => setOpen(false)}
        onOk={() =>
          save.mutate(
            { title: title.trim(), sql },
            {
              onSuccess: () => {
                setOpen(false)
                setTitle('')
              },
            },
          )
        }
        destroyOnHidden
      >
        <div className="stack tight">
          <p className="muted">{t('workbench.saveHint')}</p>
          <Form.Item label={t('workbench.saveTitle')} htmlFor="saved-title" layout="vertical">
            <Input
              id="saved-title"
              maxLength={120}
              value={title}
              onChange={({ target }) => setTitle(target.value)}
            />
          </Form.Item>
          {save.error && <Problem error={save.error} />}
        </div>
      </Modal>
    </>
  )
}
