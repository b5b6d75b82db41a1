//! A small project of each engine: a post, a page, what is held back (which says SECRET), and what does not come along.

/// Files of a project, by their names.
pub(crate) type Files = &'static [(&'static str, &'static str)];

pub(crate) const JEKYLL: Files = &[
    (
        "_config.yml",
        "title: Harbour notes\ndescription: By the water\nurl: https://harbour.example\nbaseurl: /notes\nlang: fr\n\
         timezone: Europe/Paris\nplugins: [jekyll-feed, jekyll-seo-tag]\ntheme: minima\ndefaults:\n  - scope: {path: food, type: posts}\n    \
         values: {permalink: \"/eat/:title/\", author: Ann}\n",
    ),
    ("_posts/2024-03-01-first.md", "---\ntitle: First\n---\nHello from {{ site.email }}here.\n"),
    ("food/_posts/2024-03-05-soup.md", "---\ntitle: Soup\n---\nLeek.\n"),
    ("_posts/2024-03-02-hidden.md", "---\ntitle: Hidden\npublished: false\n---\nSECRET\n"),
    ("_posts/2099-01-01-later.md", "---\ntitle: Later\n---\nSECRET\n"),
    ("_drafts/idea.md", "---\ntitle: Idea\n---\nSECRET\n"),
    ("about.md", "---\ntitle: About\n---\nWe.\n"),
    ("index.html", "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}\n"),
    ("README.md", "# The repository\n"),
    ("_layouts/post.html", "<p>{{ content }}</p>"),
    ("_includes/head.html", "<head></head>"),
    ("_includes/foot.html", "<footer></footer>"),
    ("_sass/site.scss", "a { b: c }"),
    ("assets/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

pub(crate) const HUGO: Files = &[
    (
        "hugo.toml",
        "baseURL = \"https://harbour.example/\"\ntitle = \"Harbour notes\"\nlanguageCode = \"en\"\n\
         defaultContentLanguage = \"en\"\ntimeZone = \"Europe/Berlin\"\ntheme = \"dock\"\n[permalinks]\nposts = \"/:year/:slug/\"\n\
         [languages.en]\n[languages.de]\n",
    ),
    ("content/posts/first.md", "---\ntitle: First\ndate: 2024-03-01\nslug: first\n---\nHello.\n"),
    ("content/posts/first.de.md", "---\ntitle: Erster\ndate: 2024-03-01\nslug: erster\n---\nHallo.\n"),
    ("content/posts/idea.md", "---\ntitle: Idea\ndate: 2024-03-02\ndraft: true\n---\nSECRET\n"),
    ("content/posts/over.md", "---\ntitle: Over\ndate: 2024-03-03\nexpiryDate: 2024-04-01\n---\nSECRET\n"),
    ("content/posts/later.md", "---\ntitle: Later\ndate: 2024-03-03\npublishDate: 2099-04-01\n---\nSECRET\n"),
    (
        "content/posts/boxed.md",
        "---\ntitle: Boxed\ndate: 2024-03-04\nslug: boxed\n---\n{{< box >}}A box.{{< /box >}}\n",
    ),
    ("content/posts/_index.md", "---\ntitle: Posts\n---\nAll of them.\n"),
    ("content/about.md", "---\ntitle: About\n---\nWe.\n"),
    ("layouts/_default/single.html", "{{ .Content }}"),
    ("layouts/shortcodes/box.html", "{{ .Inner }}"),
    ("layouts/partials/head.html", ""),
    ("archetypes/default.md", "---\ntitle: x\n---\n"),
    ("themes/dock/theme.toml", ""),
    ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

pub(crate) const ZOLA: Files = &[
    (
        "config.toml",
        "base_url = \"https://harbour.example\"\ntitle = \"Harbour notes\"\ndefault_language = \"es\"\n",
    ),
    ("content/_index.md", "+++\nsort_by = \"date\"\n+++\n"),
    ("content/blog/first.md", "+++\ntitle = \"First\"\ndate = 2024-03-01\n+++\nHello.\n"),
    ("content/blog/idea.md", "+++\ntitle = \"Idea\"\ndate = 2024-03-02\ndraft = true\n+++\nSECRET\n"),
    ("content/about.md", "+++\ntitle = \"About\"\n+++\nWe.\n"),
    ("templates/page.html", ""),
    ("templates/shortcodes/box.html", ""),
    ("sass/site.scss", ""),
    ("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

pub(crate) const HEXO: Files = &[
    (
        "_config.yml",
        "title: Harbour notes\nsubtitle: By the water\nurl: https://harbour.example\nlanguage: en\n\
         permalink: :year/:month/:title/\ntimezone: Europe/Berlin\n",
    ),
    (
        "package.json",
        "{\"dependencies\": {\"hexo\": \"7\", \"hexo-generator-archive\": \"2\", \"hexo-renderer-marked\": \"6\"}}",
    ),
    ("source/_posts/first.md", "---\ntitle: First\ndate: 2024-03-01 10:00:00\n---\nHello.\n"),
    ("source/_posts/hidden.md", "---\ntitle: Hidden\ndate: 2024-03-02\npublished: false\n---\nSECRET\n"),
    ("source/_drafts/idea.md", "---\ntitle: Idea\n---\nSECRET\n"),
    ("source/about/index.md", "---\ntitle: About\n---\nWe.\n"),
    ("source/images/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("themes/landscape/layout/index.ejs", ""),
    ("scaffolds/post.md", "---\ntitle: {{ title }}\n---\n"),
    ("scripts/tag.js", ""),
];

pub(crate) const ELEVENTY: Files = &[
    (
        "eleventy.config.js",
        "import rss from \"@11ty/eleventy-plugin-rss\";\nexport default function (eleventyConfig) {\n  \
         eleventyConfig.addPlugin(rss);\n  eleventyConfig.addFilter(\"date\", (d) => d);\n  \
         eleventyConfig.addPassthroughCopy(\"src/photos\");\n  eleventyConfig.addPassthroughCopy({ \"root\": \"/\" });\n  \
         return {\n    dir: {\n      input: \"src\",\n      output: \"_site\"\n    }\n  };\n}\n",
    ),
    ("src/posts/first.md", "---\ntitle: First\ndate: 2024-03-01\n---\nHello.\n"),
    ("src/posts/idea.md", "---\ntitle: Idea\ndate: 2024-03-02\ndraft: true\n---\nSECRET\n"),
    ("src/about.md", "---\ntitle: About\nlayout: page\n---\nWe.\n"),
    ("src/index.njk", "{{ collections.posts }}"),
    ("src/_includes/base.njk", ""),
    ("src/_data/site.json", "{}"),
    ("src/photos/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("root/CNAME", "harbour.example"),
];

pub(crate) const ASTRO: Files = &[
    (
        "astro.config.mjs",
        "import { defineConfig } from 'astro/config';\nexport default defineConfig({\n  site: 'https://harbour.example',\n  \
         integrations: [mdx(), sitemap()],\n});\n",
    ),
    ("src/content.config.ts", "export const collections = {};\n"),
    ("src/content/blog/first.md", "---\ntitle: First\npubDate: 2024-03-01\n---\nHello.\n"),
    ("src/content/blog/idea.mdx", "---\ntitle: Idea\npubDate: 2024-03-02\ndraft: true\n---\nSECRET\n"),
    ("src/pages/about.md", "---\ntitle: About\n---\nWe.\n"),
    ("src/pages/index.astro", ""),
    ("src/layouts/Base.astro", ""),
    ("src/components/Box.astro", ""),
    ("public/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];

pub(crate) const PELICAN: Files = &[
    (
        "pelicanconf.py",
        "SITENAME = 'Harbour notes'\nSITEURL = 'https://harbour.example'\nPATH = 'content'\nTIMEZONE = 'Europe/Rome'\n\
         DEFAULT_LANG = 'it'\nARTICLE_URL = '{date:%Y}/{slug}/'\nPLUGINS = ['sitemap', 'neighbors']\nTHEME = 'theme'\n",
    ),
    ("content/first.md", "Title: First\nDate: 2024-03-01\nSlug: first\n\nHello.\n"),
    ("content/idea.md", "Title: Idea\nDate: 2024-03-02\nStatus: draft\n\nSECRET\n"),
    ("content/old.rst", "Old\n###\n\n:date: 2024-03-03\n\nSECRET\n"),
    ("content/pages/about.md", "Title: About\n\nWe.\n"),
    ("content/images/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("theme/templates/base.html", ""),
];

pub(crate) const OBSIDIAN: Files = &[
    (".obsidian/app.json", "{}"),
    (".obsidian/templates.json", "{\"folder\": \"Snippets\"}"),
    (".obsidian/plugins/dataview/main.js", ""),
    (".obsidian/plugins/calendar/main.js", ""),
    ("Garden/Lamp.md", "---\ndate: 2024-03-01\n---\nSee [[Wick]].\n"),
    ("Garden/Wick.md", "---\ndate: 2024-03-02\n---\nSee [[Lamp]].\n\n```dataview\nLIST\n```\n"),
    ("Diary.md", "---\npublish: false\n---\nSECRET\n"),
    ("Snippets/Daily.md", "# SECRET {{date}}\n"),
    ("Board.canvas", "{}"),
    ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
];
