import { useState } from 'react'
import { type PostView, usePosts, useShowPost } from '../../api/contests.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { ContestPage } from './contest-page.tsx'
import { PostDialog } from './post-dialog.tsx'

/** Announcements of a contest: written, published, taken back. */
export function Component() {
  const { t } = useFormat()
  return <ContestPage name={t('contest.posts')}>{(id) => <Posts id={id} />}</ContestPage>
}

function Posts({ id }: { readonly id: string }) {
  const { t, name } = useFormat()
  const organises = useHasRole()('data_officer')
  const posts = usePosts(id)
  const show = useShowPost(id)
  const [editing, setEditing] = useState<PostView | 'new' | null>(null)
  const write = organises && (
    <Action primary onClick={() => setEditing('new')}>
      {t('contest.writePost')}
    </Action>
  )
  return (
    <Card title={t('contest.posts')} extra={write}>
      {show.error ? <Problem error={show.error} /> : null}
      <Loaded of={posts} lines={6}>
        {({ items }) => (
          <Table
            caption={t('contest.posts')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('contest.noPosts')} hint={t('contest.noPostsHint')} />}
            columns={[
              {
                key: 'title',
                title: t('contest.postTitle'),
                cell: (row) => (
                  <>
                    <b>{name(row.titleZh, row.titleEn)}</b>
                    {row.pinned && <span className="faint"> · {t('contest.pinned')}</span>}
                  </>
                ),
              },
              {
                key: 'state',
                title: t('contest.stateOf'),
                cell: ({ state }) => (
                  <Chip meaning={state === 'published' ? 'ok' : 'none'}>
                    {t(`contest.postState.${state}`)}
                  </Chip>
                ),
              },
              { key: 'at', title: t('contest.publishedAt'), cell: (row) => <When at={row.publishedAt} /> },
              {
                key: 'acts',
                title: t('common.actions'),
                cell: (row) =>
                  organises && (
                    <span className="row">
                      <Action onClick={() => setEditing(row)}>{t('contest.edit')}</Action>
                      <Action
                        loading={show.isPending}
                        onClick={() => show.mutate({ post: row.id, show: row.state !== 'published' })}
                      >
                        {t(row.state === 'published' ? 'contest.withdraw' : 'contest.publishPost')}
                      </Action>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {editing && (
        <PostDialog id={id} post={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Card>
  )
}
