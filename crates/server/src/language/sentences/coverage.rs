//! Each sentence of the sources is translated, and each translation is of a sentence of the sources.
