import type { QueryClient } from '@tanstack/vue-query'
import {
  createRouter as createVueRouter,
  createWebHistory,
  type RouteComponent,
  type Router,
  type RouteRecordRaw,
  type RouterHistory,
} from 'vue-router'
import { readAuthStatus } from './features/auth/auth-queries.ts'
import { toLocalPath } from './features/auth/lib/to-local-path.ts'
import type { Api } from './shared/api/use-api.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shows without a signed-in user. */
    isPublic?: boolean
    /** Shows with one, too, where other public pages lead into the application. */
    isForAll?: boolean
  }
}

/**
 * What a person waits for who opens a session. The application brings it with itself: in files of their own they would be
 * asked for only once it runs, and whatever they share with another page would be one more file.
 */
export type FirstPages = Record<'AppLayout' | 'BoardPage', RouteComponent | (() => Promise<RouteComponent>)>

interface RouterParts {
  api: Api
  queryClient: QueryClient
  pages: FirstPages
  history?: RouterHistory
}

const publicRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./features/auth/SignInPage.vue'),
    meta: { isPublic: true },
  },
  {
    path: '/register',
    name: 'register',
    component: () => import('./features/auth/RegisterPage.vue'),
    meta: { isPublic: true },
  },
  {
    path: '/reset-password',
    name: 'reset-password',
    component: () => import('./features/auth/ResetPasswordPage.vue'),
    meta: { isPublic: true, isForAll: true },
  },
]

/** A page says by itself that it is for administrators. */
const adminRoutes: RouteRecordRaw[] = [
  {
    path: 'admin/models',
    name: 'models',
    component: () => import('./features/model/ModelsPage.vue'),
  },
  {
    path: 'admin/users',
    name: 'users',
    component: () => import('./features/user/UsersPage.vue'),
  },
  {
    path: 'admin/calls',
    name: 'all-calls',
    component: () => import('./features/calls/CallsPage.vue'),
    props: { isOfAll: true },
  },
  {
    path: 'admin/statistics',
    name: 'all-statistics',
    component: () => import('./features/statistics/StatisticsPage.vue'),
    props: { isOfAll: true },
  },
  {
    path: 'admin/audit',
    name: 'audit',
    component: () => import('./features/audit/AuditPage.vue'),
  },
  {
    path: 'admin/provider',
    name: 'provider',
    component: () => import('./features/first-run/ProviderPage.vue'),
  },
]

/** The pages, all but the first loaded when first opened. All but the public ones ask for a user first and lead back afterwards. */
export function createRouter(parts: RouterParts): Router {
  const { api, queryClient, pages, history = createWebHistory() } = parts
  const router = createVueRouter({
    history,
    routes: [
      ...publicRoutes,
      {
        path: '/',
        component: pages.AppLayout,
        children: [
          { path: '', name: 'home', component: () => import('./features/session/HomePage.vue') },
          {
            path: 'sessions/:id',
            name: 'session',
            component: pages.BoardPage,
          },
          ...adminRoutes,
          {
            path: 'standing',
            name: 'standing',
            component: () => import('./features/standing/StandingPage.vue'),
          },
          {
            path: 'calls',
            name: 'calls',
            component: () => import('./features/calls/CallsPage.vue'),
          },
          {
            path: 'statistics',
            name: 'statistics',
            component: () => import('./features/statistics/StatisticsPage.vue'),
          },
          {
            path: 'account',
            name: 'account',
            component: () => import('./features/account/AccountPage.vue'),
          },
          {
            path: ':path(.*)*',
            name: 'not-found',
            component: () => import('./features/layout/NotFoundPage.vue'),
          },
        ],
      },
    ],
  })

  router.beforeEach(async (to) => {
    const { user } = await readAuthStatus(api, queryClient).catch(() => ({ user: null }))
    if (to.meta.isForAll) return true
    if (to.meta.isPublic) return user ? toLocalPath(to.query.to) : true
    return user ? true : { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  })

  return router
}
