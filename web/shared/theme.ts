// web/shared/theme.ts - runs before the first paint: the remembered theme and the mark that scripts work.

const KEY = 'hive-theme';
const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** Pictures drawn on a canvas listen for this and draw again. */
const announce = (): boolean => dispatchEvent(new Event('themechange'));

/** Storage may be refused (private window, policy): then the theme follows the system. */
function remembered(): string | null {
    try {
        return localStorage.getItem(KEY);
    } catch {
        return null;
    }
}

function remember(theme: string): void {
    try {
        localStorage.setItem(KEY, theme);
    } catch {
        // the choice then lasts for this page only
    }
}

const isDark = (): boolean => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);

function wireToggles(): void {
    const toggles = [...document.querySelectorAll('[data-toggle=theme]')];
    const show = (): void => toggles.forEach(toggle => toggle.setAttribute('aria-pressed', String(isDark())));
    for (const toggle of toggles) {
        toggle.addEventListener('click', () => {
            root.dataset.theme = isDark() ? 'light' : 'dark';
            remember(root.dataset.theme);
            show();
            announce();
        });
    }
    show();
}

/** Paper is white: printed pages are always light. */
function wirePrint(): void {
    let before: string | undefined;
    addEventListener('beforeprint', () => {
        before = root.dataset.theme;
        root.dataset.theme = 'light';
        announce();
    });
    addEventListener('afterprint', () => {
        if (before) root.dataset.theme = before;
        else delete root.dataset.theme;
        announce();
    });
}

root.classList.add('js');
const saved = remembered();
if (saved === 'light' || saved === 'dark') root.dataset.theme = saved;
systemDark.addEventListener('change', announce);
addEventListener('DOMContentLoaded', wireToggles);
wirePrint();
