//! The shortcodes of WordPress and of its most common plugins, by what becomes of them.

/// What a shortcode is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// A picture and its caption.
    Caption,
    /// Code; the language, if the name says it.
    Code(&'static str),
    /// Pictures.
    Gallery,
    Audio,
    Video,
    /// Something of another site.
    Frame,
    /// What is known by an address between the tags.
    Embed,
    /// Where the excerpt ends.
    More,
    /// A page ends, or nothing at all is shown.
    Gone,
    /// It says how something looks; what it holds stays.
    Looks,
    /// WordPress makes it: a form, a list. It is lost.
    Made,
    /// Recordings that WordPress knows by number.
    Playlist,
    /// An element of HTML.
    Element(&'static str),
    /// As in other engines.
    Shared,
}

/// Names in lower case, with blanks between them.
const TABLE: &[(&str, Is)] = &[
    ("caption wp_caption", Is::Caption),
    (
        "code sourcecode source codesyntax geshi crayon cc cci cce highlight syntaxhighlighter prism pre",
        Is::Code(""),
    ),
    ("gallery", Is::Gallery),
    ("audio", Is::Audio),
    ("video wpvideo videopress evp_embed_video fvplayer", Is::Video),
    ("playlist", Is::Playlist),
    ("embed embedyt", Is::Embed),
    (
        "youtube youtube_sc vimeo gist tweet blackbirdpie instagram soundcloud googlemaps googlevideo polldaddy poll \
         dailymotion flickr facebook fbvideo vine ted slideshare scribd spotify bandcamp kickstarter archiveorg codepen \
         jsfiddle tiktok pinterest reddit twitch speakerdeck issuu hulu mixcloud giphy",
        Is::Frame,
    ),
    ("more", Is::More),
    (
        "nextpage clear clearfix clearboth br hr divider separator spacer gap anchor toc no_toc tableofcontents \
         ad ads adsense googleplusone sociallinkz nggallery-clear",
        Is::Gone,
    ),
    (
        "row column columns col one_half one_half_last one_third one_third_last two_third two_third_last one_fourth \
         one_fourth_last three_fourth three_fourth_last one_fifth full_width container section half third dropcap \
         raw noformat",
        Is::Looks,
    ),
    (
        "contact-form-7 contact-form contact_form contact-field gravityform gravityforms wpforms ninja_form \
         ninja_forms formidable mc4wp_form caldera_form subscribe2 blog_subscription_form jetpack_subscription_form \
         archives archive sitemap wp_sitemap_page display-posts recent-posts related_posts tag_cloud wp-members \
         login-form woocommerce_cart woocommerce_checkout products product add_to_cart rev_slider metaslider \
         layerslider smartslider3 nggallery ngg_images album ratings yop_poll wppb-login table tablepress",
        Is::Made,
    ),
    ("b strong", Is::Element("strong")),
    ("i em", Is::Element("em")),
    ("u ins", Is::Element("u")),
    ("s strike del", Is::Element("s")),
    (
        "quote blockquote pullquote spoiler toggle accordion-item details button btn note warning tip info alert notice",
        Is::Shared,
    ),
    ("tabs tab accordion latex math center iframe", Is::Shared),
];

/// Names of languages that SyntaxHighlighter knows as shortcodes, and what fences call them.
const LANGUAGES: &[(&str, &str)] = &[
    ("as3 actionscript3", "actionscript"),
    ("arduino", "cpp"),
    ("bash shell", "bash"),
    ("cf coldfusion", "html"),
    ("clojure clj", "clojure"),
    ("c", "c"),
    ("cpp", "cpp"),
    ("csharp c-sharp c#", "csharp"),
    ("css", "css"),
    ("delphi pas pascal", "pascal"),
    ("diff patch", "diff"),
    ("erl erlang", "erlang"),
    ("fsharp f#", "fsharp"),
    ("go golang", "go"),
    ("groovy", "groovy"),
    ("haskell", "haskell"),
    ("html xhtml html5", "html"),
    ("xml xslt", "xml"),
    ("java javafx jfx", "java"),
    ("js jscript javascript", "javascript"),
    ("json", "json"),
    ("kotlin", "kotlin"),
    ("latex tex", "latex"),
    ("matlab matlabkey", "matlab"),
    ("objc obj-c", "objc"),
    ("perl pl", "perl"),
    ("php", "php"),
    ("plain text none", "text"),
    ("powershell ps posh", "powershell"),
    ("py python", "python"),
    ("r splus", "r"),
    ("rails rb ror ruby", "ruby"),
    ("scala", "scala"),
    ("sql mysql tsql", "sql"),
    ("swift", "swift"),
    ("ts typescript", "typescript"),
    ("vb vbnet vb.net", "vb"),
    ("yaml yml", "yaml"),
];

/// Beginnings of the names that builders of pages have for their columns.
const BUILDERS: [&str; 12] = [
    "vc_row",
    "vc_column",
    "vc_section",
    "vc_empty_space",
    "vc_separator",
    "et_pb_section",
    "et_pb_row",
    "et_pb_column",
    "et_pb_text",
    "fusion_builder_",
    "fusion_text",
    "av_section",
];

/// Names of what only some readers may see, beyond those of other engines.
const SECRET: &str = "private member members members_only memberonly protected restrict restricted hide hidden \
    ihc-hide-content s2if s2member wlm_private wlm_firstname mepr-show mepr-hide mepr-active rcp_restrict is_paid \
    pmpro_membership membership ppwp content_protector passster password secret visitor loggedin logged_in user_logged_in \
    um_loggedin um_show_content swpm_protected arm_restrict_content subscribe_to_unlock sociallocker emaillocker login";

fn is_in(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|known| known == name)
}

/// What a shortcode is, by its name in lower case.
pub(super) fn known(name: &str) -> Option<Is> {
    let of_table = TABLE.iter().find(|(names, _)| is_in(names, name)).map(|(_, is)| *is);
    of_table.or_else(|| BUILDERS.iter().any(|begin| name.starts_with(begin)).then_some(Is::Looks)).or_else(
        || {
            // CodeColorer has names such as `cc_php` and `ccW_php`.
            let bare = name
                .strip_prefix("cc")
                .and_then(|rest| rest.split_once('_'))
                .filter(|(kind, _)| kind.len() < 3);
            language(bare.map_or(name, |(_, language)| language)).map(Is::Code)
        },
    )
}

/// A language as fences call it.
pub(super) fn language(name: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(names, _)| is_in(names, name)).map(|(_, language)| *language)
}

/// Whether what stands between its tags is not for everybody.
pub(super) fn is_secret(name: &str) -> bool {
    is_in(SECRET, name)
}
