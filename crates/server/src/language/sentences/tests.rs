//! What holds for every translation, and hostile sentences.
